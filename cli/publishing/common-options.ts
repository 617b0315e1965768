import { readFileSync } from "node:fs";
import { InvalidArgumentError, Option } from "commander";
import { CommandError } from "../explain";

const DEFAULT_URL = "http://localhost:4000/graphql";

/** Options that the commands about a running guide share. */

export const urlOption = () => new Option("--url <address>", "where the guide answers").env("GUIDE_URL").default(DEFAULT_URL);
export const tokenOption = () => new Option("--token <token>", "who you are, from the digital ID").env("GUIDE_TOKEN");
export const tokenFileOption = () => new Option("--token-file <file>", "a file that holds the token").conflicts("token");
export const patienceOption = () =>
  new Option("--patience <seconds>", "how long a guide that does not answer is asked again")
    .argParser(wholeNumber(0, 86_400))
    .default(60);

/** A token as the options say it: itself, or in a file. */
export function tokenOf(token: string | undefined, file: string | undefined): string {
  const given = file === undefined ? token : readFileSync(file, "utf8").trim();
  if (given === undefined || given === "")
    throw new CommandError("There is no token. Give it with --token, --token-file or the variable GUIDE_TOKEN.");
  return given;
}

export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Expects a whole number from ${least} to ${most}.`);
  };
}
