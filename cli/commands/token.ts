import { Command, InvalidArgumentError, Option } from "commander";
import { grantOf, ROLES } from "../../identity/caller";
import { developmentToken } from "../../identity/development";
import { dataOption } from "../database";
import { tokensFolder } from "../development-tokens";
import { CommandError } from "../explain";

interface Options {
  readonly role: readonly string[];
  readonly entity?: string;
  readonly subject?: string;
  readonly hours: number;
  readonly data: string;
}

const ROLE_HELP = `${ROLES.join(", ")}, or several: --role author:SCM --role approver:DHR`;

export function command(): Command {
  return new Command("token")
    .description("Print a token to try the guide with as somebody who has a role. `guide start` makes the key for it.")
    .addOption(new Option("--role <role...>", ROLE_HELP).makeOptionMandatory())
    .option("--entity <code>", "code of the entity, for roles that are of one")
    .option("--subject <name>", "who it is; people with the same roles are one without it")
    .option("--hours <number>", "how long it holds", hoursOf, 8)
    .addOption(dataOption())
    .action(printToken);
}

function printToken({ role: roles, entity, subject, hours, data }: Options): void {
  const grants = roles.map((role) => grantText(role, entity));
  const folder = tokensFolder(data);
  const token = developmentToken(folder, { subject: subject ?? grants.join(" ").replaceAll(":", "-"), grants, hours });
  if (token === undefined) {
    throw new CommandError(
      `There is no key in ${folder}. Start the guide once with \`guide start\`, which makes it unless NODE_ENV is production; name its data folder with --data.`,
    );
  }
  process.stdout.write(`${token}\n`);
}

/** A role as tokens name it, with the entity given beside it where it has none of its own. */
function grantText(role: string, entity: string | undefined): string {
  const text = ["author", "approver"].includes(role) && entity !== undefined ? `${role}:${entity}` : role;
  if (grantOf(text)) return text;
  const name = ROLES.find((each) => each === role.split(":")[0]);
  if (name === undefined) throw new CommandError(`There is no role ${role}. Choose one of ${ROLES.join(", ")}.`);
  throw new CommandError(
    grantOf(name)
      ? `${name} is a role for the whole guide. Name it without an entity.`
      : `${name} is a role for one entity. Name it by its code: --role ${name} --entity SCM.`,
  );
}

function hoursOf(value: string): number {
  const hours = Number(value);
  if (!(hours > 0) || hours > 24 * 366) throw new InvalidArgumentError("Expects a number of hours above 0, a year at most.");
  return hours;
}
