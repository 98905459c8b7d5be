import { randomUUID } from "node:crypto";
import pg from "pg";

export type TestDatabase = {
  url: string;
  name: string;
  /** Removes it, cutting off whoever is still connected. */
  drop(): Promise<void>;
};

/** Creates a database with a name of its own on this server: a copy of another that nobody uses, else an empty one. */
export async function createDatabase(server: string, copyOf = "template1"): Promise<TestDatabase> {
  const name = `popline_test_${randomUUID().replaceAll("-", "")}`;
  await execute(server, `create database ${name} template ${copyOf}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, name, drop: () => execute(server, `drop database ${name} with (force)`) };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
