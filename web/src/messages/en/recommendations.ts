import type { recommendations as korean } from "../ko/recommendations.ts";

export const recommendations: typeof korean = {
  title: (name) => `Popups for ${name}`,
  similar: "Similar popups",
  reasons: {
    own: (category) => `You have booked ${category.toLowerCase()} popups`,
    segment: (category) => `People like you prefer ${category.toLowerCase()}`,
    others: "A kind people with your taste go for",
    everybody: "A kind many people go for",
    near: "It is near you",
    endsSoon: "Booking ends soon",
    fresh: "Just opened",
    free: "Plenty of seats",
    popular: "Popular now",
  },
};
