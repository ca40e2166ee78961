'use client'
import { createContext, use } from 'react'

export type PlotArea = { x: number; y: number; width: number; height: number }

/** Scales of a plot: time in epoch ms to px, value to px from the top, and px back to time. */
export type PlotScale = {
  area: PlotArea
  x: (timeMs: number) => number
  y: (value: number) => number
  timeAt: (px: number) => number
}

/**
 * The scale of a plot from zero to `top` over from–to. With a `floor` it is logarithmic from there on: zero is at the
 * bottom, and the floor a little above it.
 */
export function plotScale(
  area: PlotArea,
  fromMs: number,
  toMs: number,
  top: number,
  floor?: number,
): PlotScale {
  const spanMs = Math.max(1, toMs - fromMs)
  const heightOf = (value: number) =>
    floor === undefined ? value : Math.sign(value) * Math.log10(1 + Math.abs(value) / floor)
  const highest = top > 0 ? heightOf(top) : 1
  return {
    area,
    x: (timeMs) => area.x + ((timeMs - fromMs) / spanMs) * area.width,
    y: (value) => area.y + area.height - (heightOf(value) / highest) * area.height,
    timeAt: (px) => fromMs + ((px - area.x) / Math.max(1, area.width)) * spanMs,
  }
}

const PlotContext = createContext<PlotScale | null>(null)
export const PlotProvider = PlotContext.Provider

/** The scale of the plot that a layer is drawn in. */
export function usePlot(): PlotScale {
  const scale = use(PlotContext)
  if (!scale) throw new Error('A plot layer stands outside a plot.')
  return scale
}
