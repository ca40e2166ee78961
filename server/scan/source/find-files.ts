import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ScanProblem } from './problem.ts'

const NOT_OURS = new Set(['node_modules', '.git', '.aws-sam', '.terraform', '.serverless', '.venv', 'vendor'])
const ENDINGS = /\.(ya?ml|json|template|tfplan\.json)$/i
const MAX_FILES = 20_000

/** `named`: somebody asked for this very file, and is told where it is no template. */
export type FoundFile = { path: string; bytes: number; named: boolean }

/** The files to look at: those that are named, and those within folders whose ending may be a template's. */
export async function findFiles(
  paths: readonly string[],
): Promise<{ files: FoundFile[]; problems: ScanProblem[] }> {
  const files: FoundFile[] = []
  const problems: ScanProblem[] = []
  const fault = (file: string, text: string) =>
    problems.push({ file, line: 1, column: 1, level: 'error', text })
  for (const path of paths) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error)
    if (found instanceof Error)
      fault(path, found.code === 'ENOENT' ? 'There is no such file.' : `It cannot be read: ${found.code}.`)
    else if (found.isFile()) files.push({ path, bytes: found.size, named: true })
    else if (found.isDirectory()) await addFolder(path, files, fault)
    else fault(path, 'It is neither a file nor a folder.')
  }
  if (files.length > MAX_FILES) {
    fault(paths[0] ?? '.', `Holds more than ${MAX_FILES} files that may be templates: name fewer.`)
    files.length = MAX_FILES
  }
  return { files, problems }
}

/** Links are not followed. */
async function addFolder(
  folder: string,
  files: FoundFile[],
  fault: (file: string, text: string) => void,
): Promise<void> {
  const open = [folder]
  for (let path = open.pop(); path !== undefined && files.length <= MAX_FILES; path = open.pop()) {
    const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      fault(path ?? folder, `It cannot be read: ${error.code}.`)
      return []
    })
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = join(path, entry.name)
      if (entry.isDirectory() && !NOT_OURS.has(entry.name)) open.push(inner)
      else if (entry.isFile() && ENDINGS.test(entry.name))
        files.push({ path: inner, bytes: (await stat(inner)).size, named: false })
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
}
