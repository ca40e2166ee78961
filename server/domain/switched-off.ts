/**
 * Begins the reason of an account that its organization switched off, so that it is switched on again when it is back;
 * what an administrator switched off stays off.
 */
export const SWITCHED_OFF_BY_ORGANIZATION = 'Organization: '
