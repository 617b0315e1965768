/** What the commands that publish tell the shell that ran them. */
export const EXIT = {
  /** Everything was accepted. */
  accepted: 0,
  /** Some rows or records were refused; the others are in. */
  refused: 1,
  /** It could not begin: a wrong option or file, no guide, a token that the guide refuses. */
  notStarted: 2,
  /** It was interrupted; --resume goes on where it stopped. */
  interrupted: 3,
} as const;

export const EXIT_CODE_HELP = `
Exit codes:
  0  everything was accepted
  1  some rows or records were refused; the others are in the guide
  2  it could not begin: a wrong option or file, no guide, a token that the guide refuses
  3  it was interrupted; the same command with --resume goes on where it stopped
`;
