import {
  allowInsecureRequests,
  ClientSecretPost,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
} from "openid-client";

interface Wish {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Seconds. */
  readonly patience: number;
}

/** Where Kakao's endpoints are: asked for the first time it is needed and kept; a failure is not. */
export function createDiscovery({ issuer, clientId, clientSecret, patience }: Wish): () => Promise<Configuration> {
  let known: Promise<Configuration> | null = null;
  return () => {
    const plainHttp = issuer.startsWith("http:") ? [allowInsecureRequests] : [];
    const options = { execute: [enableNonRepudiationChecks, ...plainHttp], timeout: patience };
    known ??= discovery(new URL(issuer), clientId, undefined, ClientSecretPost(clientSecret), options).catch(
      (error) => {
        known = null;
        throw error;
      },
    );
    return known;
  };
}

/** An endpoint of Kakao's own API, which stands beside the user info; null where https would be left for it. */
export function apiOf(server: Configuration, path: string): URL | null {
  const { issuer, userinfo_endpoint: beside } = server.serverMetadata();
  if (beside === undefined) return null;
  const place = new URL(path, beside);
  return place.protocol === new URL(issuer).protocol ? place : null;
}
