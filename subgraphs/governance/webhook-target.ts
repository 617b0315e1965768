import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { promisify } from "node:util";
import ipaddr from "ipaddr.js";
import { isHouseName } from "../shared/editions/rules/addresses";
import type { TargetFault } from "./webhook.problems";

/** Whether messages may go to private addresses, and so by plain http and to any port: for development and closed networks. */
export type PrivateAddresses = "allow" | "refuse";

/** Finds the addresses of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

const resolveAll = promisify(systemLookup);
const systemResolve: Resolve = (name) => resolveAll(name, { all: true });

const PORTS = ["", "443", "8443"];
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
/** Addresses of documentation that the library does not know yet (RFC 9637). */
const DOCUMENTATION = ipaddr.IPv6.parseCIDR("3fff::/20");
/** An address of the public range at which a cloud (Azure) serves the machines in it: names, health, their agents. */
const OF_CLOUDS = ["168.63.129.16"];

/**
 * Whether an address is of the public internet. Everything else is refused: this machine, its network, metadata
 * services of clouds, and forms of IPv6 that have an IPv4 address within them.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast" || OF_CLOUDS.includes(parsed.toString())) return false;
  return !(parsed instanceof ipaddr.IPv6) || (parsed.match(GLOBAL_UNICAST) && !parsed.match(DOCUMENTATION));
}

/** What is wrong with an address as it is written. */
export function faultOf(url: string, privateAddresses: PrivateAddresses): TargetFault | undefined {
  if (!URL.canParse(url)) return "MALFORMED";
  const { protocol, username, password, port, hostname } = new URL(url);
  if (username || password) return "CREDENTIALS";
  if (privateAddresses === "allow") return ["https:", "http:"].includes(protocol) ? undefined : "NOT_HTTPS";
  if (protocol !== "https:") return "NOT_HTTPS";
  if (!PORTS.includes(port)) return "PORT";
  // An address in numbers is not looked up when it is connected to.
  const literal = hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(literal) && !isPublic(literal) ? "PRIVATE" : undefined;
}

/** The same, and where its name leads now. A name that leads nowhere is no fault: it may one day. */
export async function faultOfTarget(
  url: string,
  privateAddresses: PrivateAddresses,
  resolve = systemResolve,
): Promise<TargetFault | undefined> {
  const fault = faultOf(url, privateAddresses);
  const { hostname } = new URL(URL.canParse(url) ? url : "https://invalid");
  if (fault !== undefined || privateAddresses === "allow" || isIP(hostname.replace(/^\[(.*)\]$/, "$1"))) return fault;
  if (isHouseName(hostname)) return "PRIVATE";
  const addresses = await resolve(hostname).catch(() => []);
  return addresses.every(({ address }) => isPublic(address)) ? undefined : "PRIVATE";
}

/** The address of a target is not one to which messages are sent. */
export class PrivateAddressError extends Error {}

/**
 * Looks a name up for a connection. All addresses must be public, and the connection is made to those that were looked
 * at: what the name leads to a moment later does not matter.
 */
export function publicLookup(resolve = systemResolve): LookupFunction {
  return (name, options, answer) => {
    resolve(name).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => isPublic(address)))
          answer(new PrivateAddressError("The name leads to a private or special address."), "");
        else if (options.all) answer(null, [...addresses]);
        else answer(null, first.address, first.family);
      },
      (error: unknown) => answer(error as NodeJS.ErrnoException, ""),
    );
  };
}
