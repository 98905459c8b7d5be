import type { Database } from "../platform/database/index.ts";
import type { Appointed, Appointments } from "./ports.ts";

/** Appointments in PostgreSQL. */
export function createSqlAppointments(database: Database): Appointments {
  return {
    async appoint(person, role, by) {
      const text = `select ${database.code}.appoint($1, $2, $3) as came`;
      const [row] = await database.press<{ came: Appointed }>({ text, values: [person, role, by] });
      return (row as { came: Appointed }).came;
    },
  };
}
