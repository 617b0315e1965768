export async function checkSchema(): Promise<void> {
  await Promise.resolve();
}
