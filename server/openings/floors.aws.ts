import type { Floors } from "./ports.ts";

interface Counts {
  readonly usual: number;
  readonly warm: number;
}

interface World {
  readonly region: string;
  readonly service: { readonly id: string; readonly floor: Counts };
  readonly group: { readonly name: string; readonly floor: Counts } | null;
}

const mostAttempts = 3;
const requestMs = 10_000;

async function setService(region: string, ResourceId: string, MinCapacity: number): Promise<void> {
  const { ApplicationAutoScalingClient, RegisterScalableTargetCommand } = await import(
    "@aws-sdk/client-application-auto-scaling"
  );
  const client = new ApplicationAutoScalingClient({ region, maxAttempts: mostAttempts });
  const target = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount", ResourceId } as const;
  const command = new RegisterScalableTargetCommand({ ...target, MinCapacity });
  await client.send(command, { abortSignal: AbortSignal.timeout(requestMs) }).finally(() => client.destroy());
}

async function setGroup(region: string, AutoScalingGroupName: string, MinSize: number): Promise<void> {
  const { AutoScalingClient, UpdateAutoScalingGroupCommand } = await import("@aws-sdk/client-auto-scaling");
  const client = new AutoScalingClient({ region, maxAttempts: mostAttempts });
  const command = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize });
  await client.send(command, { abortSignal: AbortSignal.timeout(requestMs) }).finally(() => client.destroy());
}

/** Floors of a service of ECS, and of the group of hosts it runs on where there is one. */
export function createAwsFloors({ region, service, group }: World): Floors {
  const of = ({ usual, warm }: Counts, isNear: boolean) => (isNear ? warm : usual);
  return {
    async set(isNear) {
      await Promise.all([
        setService(region, service.id, of(service.floor, isNear)),
        group && setGroup(region, group.name, of(group.floor, isNear)),
      ]);
    },
  };
}
