import { readGatewayConfiguration } from "../../gateway/configuration";

describe("the configuration of the gateway", () => {
  test.each([
    ["TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.1, 2001:db8::/32", "10.0.0.0/8, my-proxy"],
    ["CORS_ORIGINS", "https://portal.example, http://localhost:3000", "https://portal.example/"],
    ["CORS_ORIGINS", "*", "portal.example"],
    ["RATE_LIMIT_BURST", "1", "0"],
    ["REQUESTS_CONCURRENT", "1", "0"],
    ["LIMIT_COST", "0", "-1"],
    ["LIMIT_DEPTH", "12", "twelve"],
    ["TRUSTED_DOCUMENTS", "report", "maybe"],
    ["INTROSPECTION", "false", "sometimes"],
    ["METRICS_TOKEN", "0123456789abcdef", "short"],
  ])("takes %s as %s, and refuses %s by its name", (name, good, bad) => {
    expect(() => readGatewayConfiguration({ [name]: good })).not.toThrow();
    expect(() => readGatewayConfiguration({ [name]: bad })).toThrow(new RegExp(`^The configuration is not usable: ${name}\\b`));
  });

  test("is told with all its problems at once", () => {
    expect(() => readGatewayConfiguration({ PORT: "x", LIMIT_COST: "y" })).toThrow(/PORT expects .*; LIMIT_COST expects /);
  });
});
