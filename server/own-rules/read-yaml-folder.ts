import { lstat, readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

export type YamlFolder = {
  files: { file: string; text: string }[]
  /** What could not be read; `file` is "." for the folder. */
  problems: { file: string; text: string }[]
}

const IS_YAML = /\.ya?ml$/i
const MAX_BYTES = 1_000_000
const MAX_DEPTH = 5

/** The YAML files in a folder and its folders, in the order of their names. Links and hidden folders are left out. */
export async function readYamlFolder(folder: string, mostFiles = 500): Promise<YamlFolder> {
  const found: YamlFolder = { files: [], problems: [] }
  const paths: string[] = []
  try {
    await list(folder, paths, mostFiles, 0)
  } catch {
    found.problems.push({ file: '.', text: 'The folder of rules cannot be read.' })
  }
  if (paths.length >= mostFiles)
    found.problems.push({
      file: '.',
      text: `The folder has more than ${mostFiles} files: the rest is left out.`,
    })
  for (const path of paths) {
    const file = relative(folder, path).split(sep).join('/')
    const text = await readText(path)
    if (text === undefined) found.problems.push({ file, text: 'It cannot be read, or is larger than 1 MB.' })
    else found.files.push({ file, text })
  }
  return found
}

async function list(path: string, files: string[], mostFiles: number, depth: number): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = join(path, entry.name)
    if (files.length >= mostFiles) return
    if (entry.isDirectory() && depth < MAX_DEPTH && !entry.name.startsWith('.'))
      await list(below, files, mostFiles, depth + 1)
    else if (entry.isFile() && IS_YAML.test(entry.name)) files.push(below)
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const { size } = await lstat(path)
    return size > MAX_BYTES ? undefined : await readFile(path, 'utf8')
  } catch {
    return undefined
  }
}
