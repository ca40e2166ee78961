import { createServer } from 'node:net'
import { SettingError } from '#server/errors.ts'

/** A port that nobody else can take until it is released. */
export type HeldPort = { port: number; release: () => Promise<void> }

async function hold(host: string, port: number): Promise<HeldPort | undefined> {
  const server = createServer((socket) => socket.destroy())
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else
        reject(
          new SettingError(
            `Cannot listen on ${host}:${port} (${error.code}): set SIGHTLINE_HOST or SIGHTLINE_PORT.`,
            error,
          ),
        )
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve({
        port: typeof address === 'object' && address ? address.port : port,
        release: () => new Promise((released) => server.close(() => released())),
      })
    })
  })
}

const TRIES = 20

/**
 * Holds the port that was asked for, which must be free; without one, the first free port from 3000 on. Held while the
 * rest starts, so that another Sightline that starts meanwhile takes the next one.
 */
export async function choosePort(host: string, wanted: number, explicit: boolean): Promise<HeldPort> {
  const held = await hold(host, wanted)
  if (held) return held
  if (explicit)
    throw new SettingError(`Port ${wanted} is taken: stop what uses it, or set SIGHTLINE_PORT to another.`)
  for (let port = wanted + 1; port <= wanted + TRIES; port++) {
    const next = await hold(host, port)
    if (next) return next
  }
  throw new SettingError(`Ports ${wanted} to ${wanted + TRIES} are all taken: set SIGHTLINE_PORT.`)
}
