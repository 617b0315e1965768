interface Coded {
  readonly code: string;
}

/** Two lists in the order of their codes, as one list of what each has of one code. */
export async function* merged<Left extends Coded, Right extends Coded>(
  left: AsyncIterable<Left>,
  right: AsyncIterable<Right>,
): AsyncGenerator<[Left[], Right[]]> {
  const lefts = grouped(left);
  const rights = grouped(right);
  let [one, other] = [await lefts.next(), await rights.next()];
  while (!one.done || !other.done) {
    const code = one.done ? undefined : one.value.code;
    const otherCode = other.done ? undefined : other.value.code;
    const isFirst = otherCode === undefined || (code !== undefined && code <= otherCode);
    const isSecond = code === undefined || (otherCode !== undefined && otherCode <= code);
    yield [isFirst && !one.done ? one.value.items : [], isSecond && !other.done ? other.value.items : []];
    if (isFirst) one = await lefts.next();
    if (isSecond) other = await rights.next();
  }
}

async function* grouped<Item extends Coded>(
  items: AsyncIterable<Item>,
): AsyncGenerator<{ code: string; items: Item[] }, undefined> {
  let group: { code: string; items: Item[] } | undefined;
  for await (const item of items) {
    if (group?.code === item.code) group.items.push(item);
    else {
      if (group) yield group;
      group = { code: item.code, items: [item] };
    }
  }
  if (group) yield group;
  return undefined;
}
