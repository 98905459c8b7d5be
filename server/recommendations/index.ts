/** What is shown because of what people, and others like them, did: learned offline, measured before it is used. */

export { createRecommendations } from "./service.ts";
