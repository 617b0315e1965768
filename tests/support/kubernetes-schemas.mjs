import { readFileSync } from "node:fs";

/**
 * Holds Kubernetes objects, a JSON list in the file it is given, to the JSON schemas of the package kubernetes-models,
 * and prints what is wrong with them. A program of its own, as that package has ES modules only.
 */
const objects = JSON.parse(readFileSync(process.argv[2], "utf8"));
const problems = [];
for (const object of objects) {
  const { [object.kind]: Model } = await import(`kubernetes-models/${object.apiVersion}`);
  try {
    new Model(object).validate();
  } catch (error) {
    problems.push(`${object.kind} ${object.metadata.name}: ${error.message}`);
  }
}
process.stdout.write(JSON.stringify(problems));
