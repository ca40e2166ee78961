/** What a plot leaves for the values beside it, and for marks and times above and under it. */
export const LEFT_PX = 52
export const MARGIN_PX = { top: 14, right: 6, bottom: 20 }
