import { createServer } from 'node:net'
import { SettingError } from '#server/errors.ts'

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else
        reject(
          new SettingError(
            `Cannot listen on ${host}:${port} (${error.code}): set SIGHTLINE_HOST or SIGHTLINE_PORT.`,
            error,
          ),
        )
    })
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}

const TRIES = 20

/** The port that was asked for, which must be free; without one, the first free port from 3000 on. */
export async function choosePort(host: string, wanted: number, explicit: boolean): Promise<number> {
  if (await isFree(host, wanted)) return wanted
  if (explicit)
    throw new SettingError(`Port ${wanted} is taken: stop what uses it, or set SIGHTLINE_PORT to another.`)
  for (let port = wanted + 1; port <= wanted + TRIES; port++) if (await isFree(host, port)) return port
  throw new SettingError(`Ports ${wanted} to ${wanted + TRIES} are all taken: set SIGHTLINE_PORT.`)
}
