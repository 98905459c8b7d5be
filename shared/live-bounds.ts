/** So many topics a socket follows at once. Apart from the schemas, which pages do not load. */
export const mostTopics = 20;
