/* eslint-disable @typescript-eslint/consistent-type-imports -- A module that no file holds can name the types of others only so. */

declare module "virtual:plans" {
  export const plans: readonly import("./plans").PlannedExample[];
}

declare module "virtual:contract-files" {
  export const contractFiles: import("./plans").ContractFiles;
}
