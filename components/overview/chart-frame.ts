/** What the charts of one page share: the period, the crosshair, and the zoom that writes the period into the URL. */
export type ChartFrame = {
  from: number
  to: number
  syncId: string
  onZoom: (fromMs: number, toMs: number) => void
}
