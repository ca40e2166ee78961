export const RAIL_COOKIE = 'sightline-rail'
