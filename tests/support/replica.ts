import { execFile } from "node:child_process";
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "../../cli/embedded-database";

/** A database server and a streaming replica of it, both real. */
export interface ReplicatedDatabase {
  readonly primaryUrl: string;
  readonly replicaUrl: string;
  /** Runs a statement on the replica. */
  readonly askReplica: <Row extends object>(statement: string) => Promise<Row[]>;
  /** Kills the server of the replica; like every server of the guide's own, it is started again within seconds. */
  readonly killReplica: () => void;
  readonly stop: () => Promise<void>;
}

const run = promisify(execFile);

export async function startReplicatedDatabase(): Promise<ReplicatedDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "guide-replica-"));
  // The server may run as another user than the tests.
  chmodSync(folder, 0o755);
  const [home, replicaHome] = [join(folder, "primary"), join(folder, "replica")];
  const servers: EmbeddedDatabase[] = [];
  const stop = async (): Promise<void> => {
    for (const server of servers.reverse()) await server.stop();
    rmSync(folder, { recursive: true });
  };
  try {
    const primary = await startEmbeddedDatabase(home);
    servers.push(primary);
    await copy(primary.url, home, replicaHome);
    const replica = await startEmbeddedDatabase(replicaHome);
    servers.push(replica);
    return {
      primaryUrl: primary.url,
      replicaUrl: replica.url,
      askReplica: <Row extends object>(statement: string) => ask<Row>(replica.url, statement),
      killReplica: () => {
        const [pid] = readFileSync(join(replicaHome, "postgres/postmaster.pid"), "utf8").split("\n");
        process.kill(Number(pid), "SIGKILL");
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Copies the folder of a running server and makes it a replica's, as a base backup does. */
async function copy(primaryUrl: string, home: string, replicaHome: string): Promise<void> {
  const client = new Client({ connectionString: primaryUrl });
  await client.connect();
  await client.query("CREATE ROLE replication LOGIN REPLICATION PASSWORD 'of-this-test'");
  await client.query("SELECT pg_backup_start('replica', fast => true)");
  await run("cp", ["-a", home, replicaHome]);
  const { rows } = await client.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop()");
  await client.end();

  const data = join(replicaHome, "postgres");
  for (const lock of [join(replicaHome, "guide.pid"), join(data, "postmaster.pid")]) rmSync(lock);
  const [label, signal] = [join(data, "backup_label"), join(data, "standby.signal")];
  writeFileSync(label, rows[0]?.labelfile ?? "");
  writeFileSync(signal, "");
  await run("chown", [`--reference=${data}`, label, signal]);
  const { hostname, port } = new URL(primaryUrl);
  const connection = `host=${hostname} port=${port} user=replication password=of-this-test`;
  appendFileSync(join(data, "postgresql.auto.conf"), `primary_conninfo = '${connection}'\n`);
}

async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Row>(statement);
  await client.end();
  return rows;
}
