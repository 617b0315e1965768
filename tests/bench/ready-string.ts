import { createServer } from "node:http";

/** Reads what is posted and sends the same bytes each time. */
const body = Buffer.from(process.env["ANSWER"] ?? "");

createServer((request, response) => {
  request.resume().once("end", () => {
    response.writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": body.length });
    response.end(body);
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
