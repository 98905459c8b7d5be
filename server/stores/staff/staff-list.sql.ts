import type { Doer } from "../../../shared/audit.ts";
import type { StoreId } from "../../../shared/ids.ts";
import { pageOf } from "../../../shared/lists.ts";
import type { Invitation, OwnStore, StaffMember } from "../../../shared/staff.ts";
import { type Database, pressOnce } from "../../platform/database/index.ts";
import type { StaffList } from "./ports.ts";
import { invitationHours, mostInvitations, mostStaff } from "./rules.ts";

/** Moments as the API writes them, whether they came as dates or inside JSON. */
const momentOf = (moment: Date | string) => new Date(moment).toISOString();
const toInvitation = ({ id, createdAt, expiresAt }: Invitation): Invitation => {
  return { id, createdAt: momentOf(createdAt), expiresAt: momentOf(expiresAt) };
};

/** Staff in PostgreSQL; what changes it is in staff.sql, who may in store-deeds.sql. */
export function createSqlStaffList(database: Database): StaffList {
  const { code } = database;
  const write = <Done extends object>(call: string, store: StoreId, by: Doer, key: string, more: object) =>
    pressOnce<Done>(database, {
      person: by.id,
      network: by.network,
      key,
      call,
      arguments: { store, ...more },
    });

  /** One page below a store; null when the person may not see it. */
  async function read<Row extends object>(deed: string, text: string, [store, by, cursor, limit]: readonly unknown[]) {
    const may = { text: `select ${code}.may_at_store($1, $2, $3) as may`, values: [by, store, deed] };
    const [allowed] = await database.read<{ may: boolean }>(may);
    if (allowed?.may !== true) return null;
    return database.read<Row>({ text, values: [store, cursor, (limit as number) + 1] });
  }

  return {
    async invite(store, by, hash, key) {
      const more = { hash, most: mostInvitations, hours: invitationHours };
      const answer = await write<Invitation>("invite_staff", store, by, key, more);
      return "problem" in answer ? answer : toInvitation(answer);
    },
    async invitations(store, by, cursor, limit) {
      const text = `select id, created_at as "createdAt", expires_at as "expiresAt" from staff_invitation
        where store_id = $1 and expires_at > ${code}.clock() and ($2::bigint is null or id < $2)
        order by id desc limit $3`;
      const rows = await read<Invitation>("manage-staff", text, [store, by, cursor, limit]);
      return rows && pageOf(rows.map(toInvitation), limit);
    },
    withdraw: (store, invitation, by, key) => write("withdraw_invitation", store, by, key, { invitation }),
    join: (store, by, hash, key) => write("join_staff", store, by, key, { hash, most: mostStaff }),
    async members(store, by, cursor, limit) {
      const text = `select person.id, person.name, staff.since from staff join person on person.id = staff.person_id
        where staff.store_id = $1 and ($2::bigint is null or person.id > $2) order by person.id limit $3`;
      const rows = await read<StaffMember>("see-staff", text, [store, by, cursor, limit]);
      const members = rows?.map((member) => ({ ...member, since: momentOf(member.since) }));
      return members === undefined ? null : pageOf(members, limit);
    },
    remove: (store, member, by, key) => write("remove_staff", store, by, key, { member }),
    async storesOf(person, cursor, limit) {
      const text = `select id, name, ${code}.part_at_store($1, id) as part, published_at is null as "isDraft" from store
        where id in (select id from store where owner_id = $1 union select store_id from staff where person_id = $1)
          and (published_at is not null or owner_id = $1)
          and ($2::bigint is null or id < $2)
        order by id desc limit $3`;
      return pageOf(await database.read<OwnStore>({ text, values: [person, cursor, limit + 1] }), limit);
    },
  };
}
