import { readRegion } from "./setting-aws.ts";
import { type Environment, SettingsError } from "./setting-values.ts";

/** Below how many nothing scales in: as a rule, and while an opening is near. */
export interface Floor {
  readonly usual: number;
  readonly warm: number;
}

export interface FloorSettings {
  readonly region: string;
  /** service/CLUSTER/NAME at Application Auto Scaling. */
  readonly service: { readonly id: string; readonly floor: Floor };
  /** The group of hosts the service runs on; null where they are AWS's own. */
  readonly group: { readonly name: string; readonly floor: Floor } | null;
}

function readFloor(environment: Environment, name: string): Floor {
  const [, usual = 0, warm = 0] = (/^([0-9]{1,4}),([0-9]{1,4})$/.exec(environment[name] ?? "") ?? []).map(Number);
  if (usual < 1 || warm < usual) throw new SettingsError(`${name} must be two counts, as a rule and warm: 2,8`);
  return { usual, warm };
}

/** Reads the environment of the function that warms up. */
export function readFloors(environment: Environment): FloorSettings {
  const { FLOOR_SERVICE: id = "", FLOOR_GROUP: name } = environment;
  if (!/^service\/[\w-]{1,255}\/[\w-]{1,255}$/.test(id)) {
    throw new SettingsError("FLOOR_SERVICE must be service/CLUSTER/NAME.");
  }
  return {
    region: readRegion(environment, "floors"),
    service: { id, floor: readFloor(environment, "FLOOR_TASKS") },
    group: name === undefined ? null : { name, floor: readFloor(environment, "FLOOR_HOSTS") },
  };
}
