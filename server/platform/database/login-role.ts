import { Client } from "pg";

const roleShape = /(?:^|\s)-c role=([a-z_]{1,40})(?=\s|$)/;

interface Login {
  readonly databaseUrl: string;
  readonly password: string;
}

/**
 * Makes the role that servers log in as and act as, named by `-c role=` in the address's options, unless it is there.
 * Who asks becomes a member, and the role may make what migrations make. A password of a role that is there is left
 * alone: rotation changes it. Answers the role.
 */
export async function makeLoginRole({ databaseUrl, password }: Login): Promise<string> {
  const address = new URL(databaseUrl);
  const [, role] = roleShape.exec(address.searchParams.get("options") ?? "") ?? [];
  if (role === undefined) throw new Error("DATABASE_URL names no role: options=-c role=NAME");
  // The role of the address may not be there yet.
  address.searchParams.delete("options");
  const client = new Client({ connectionString: address.href, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
    // A password cannot be a parameter of this statement; quoted by the database itself.
    const quoted = await client.query<{ text: string }>(
      "select format('%I login password %L', $1::text, $2::text) as text",
      [role, password],
    );
    if (rowCount === 0) await client.query(`create role ${quoted.rows[0]?.text}`);
    await client.query(`grant ${role} to current_user`);
    await client.query(`grant create on schema public to ${role}`);
    await client.query(
      `do $$ begin execute format('grant create on database %I to ${role}', current_database()); end $$`,
    );
    return role;
  } finally {
    await client.end();
  }
}
