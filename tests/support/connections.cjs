/** Loaded before a program, this writes down every host that it connects to, in the file that CONNECTIONS_FILE names. */
const { appendFileSync } = require("node:fs");
const { Socket } = require("node:net");

const { connect } = Socket.prototype;
Socket.prototype.connect = function (...parameters) {
  const [options, second] = parameters.flat();
  const host = typeof options === "object" ? (options.path ?? options.host) : second;
  appendFileSync(process.env.CONNECTIONS_FILE, `${typeof host === "string" ? host : "localhost"}\n`);
  return connect.apply(this, parameters);
};
