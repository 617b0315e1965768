/** A name of the code as SQL writes it, where capitals are folded: `ServiceCentre` as `service_centre`. */
export function snakeCase(name: string): string {
  return name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
