export * from "./days";
export * from "./schedules";
export * from "./tree";
export * from "./entity";
