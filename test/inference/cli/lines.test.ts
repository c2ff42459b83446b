import { describe, expect, it, vi } from 'vitest'
import { ModelMissing } from '../../../inference/runtime/errors.ts'
import { aDamage, anAssessment } from './answers.ts'
import { capture, fakeAssessor, folderWith, jpeg, run, runJson } from './run.ts'

const answering = (answer: ReturnType<typeof anAssessment>) => ({
  createAssessor: async () => ({
    ...fakeAssessor,
    assess: async () => ({ assessment: answer, picture: { data: new Uint8Array(12), width: 2, height: 2 } }),
  }),
})

describe('text', () => {
  it('starts with the two lines of the founding article, word for word', async () => {
    const folder = await folderWith({ 'a.jpg': await jpeg() })
    const { lines, status, err } = await run(folder, ['a.jpg'], answering(anAssessment()))
    expect(lines.slice(0, 2)).toEqual(['Total image area: 194x259 pixels', 'damage area: 5.50%'])
    expect({ status, err }).toEqual({ status: 0, err: '' })
  })

  it('goes on with a table of damages', async () => {
    const folder = await folderWith({ 'a.jpg': await jpeg() })
    const damages = [
      aDamage('scratch', [1, 1, 5]),
      aDamage('glass_shatter', [9, 9, 9], { part: null, partAreaPct: null, confidence: 0.5, areaPct: 0.001 }),
      aDamage('lamp_broken', [9, 9, 9], { plausible: false, severity: 'severe', areaPct: 12.345 }),
    ]
    const { lines } = await run(folder, ['a.jpg'], answering(anAssessment({ damages })))
    expect(lines.slice(2)).toEqual([
      '',
      '#  damage         part          severity  confidence  of photo  of part  of vehicle',
      '1  scratch        front bumper  minor            91%     2.10%   14.00%       3.90%',
      '2  glass shatter  -             minor            50%    <0.01%        -       3.90%',
      '3  lamp broken    front bumper  severe           91%    12.35%   14.00%       3.90%  unlikely here',
    ])
  })

  it('tells no damage from no vehicle, and how to take a better photo', async () => {
    const folder = await folderWith({ 'a.jpg': await jpeg() })
    const whole = anAssessment({ damages: [] })
    expect((await run(folder, ['a.jpg'], answering(whole))).lines.slice(1)).toEqual([
      'damage area: 0.00%',
      'no damage found',
    ])
    const quality = { ...whole.quality, shouldRetake: true, advice: 'Step back' }
    const kitchen = answering({ ...whole, vehicle: false, quality })
    expect((await run(folder, ['a.jpg'], kitchen)).out).toMatch(
      /no vehicle in view.*\nphoto quality: Step back\n$/,
    )
  })

  it('names each of several photos, without letting a name write to the terminal', async () => {
    const photo = await jpeg()
    const folder = await folderWith({ 'in/a.jpg': photo, 'in/b\u001b[2J\n.jpg': photo })
    const { lines } = await run(folder, ['in'])
    expect(lines.filter((line) => line.endsWith('.jpg'))).toEqual(['in/a.jpg', 'in/b\\u001b[2J\\u000a.jpg'])
    expect(lines.filter((line) => line.startsWith('Total image area: '))).toHaveLength(2)
  })
})

describe('--json', () => {
  it('prints one line per photo by the contract, with the name as given first', async () => {
    const photo = await jpeg()
    const folder = await folderWith({ 'a.jpg': photo, 'in/b.png': photo, 'in/sub/c.jpg': photo })
    const { lines, photos, status } = await runJson(folder, ['./a.jpg', 'in/'])
    expect(photos.map(({ photo }) => photo)).toEqual(['./a.jpg', 'in/b.png', 'in/sub/c.jpg'])
    for (const line of lines) expect(Object.keys(JSON.parse(line))[0]).toBe('photo')
    expect(status).toBe(0)
  })

  it('goes on after a photo that fails, gives its reason on its line, and ends with 1', async () => {
    const photo = await jpeg()
    const folder = await folderWith({
      '1-good.jpg': photo,
      '2-empty.jpg': '',
      '3-text.jpg': 'not a picture at all',
      '4-cut.jpg': (await jpeg(400, 300)).subarray(0, 900),
      '5-good.jpg': photo,
    })
    const { summary, status, err } = await runJson(folder, ['nowhere', '.', 'gone.jpg'])
    expect(summary).toEqual([
      ['nowhere', 'FILE_NOT_FOUND'],
      ['./1-good.jpg', 'ok'],
      ['./2-empty.jpg', 'PHOTO_EMPTY'],
      ['./3-text.jpg', 'PHOTO_UNSUPPORTED'],
      ['./4-cut.jpg', 'PHOTO_DAMAGED'],
      ['./5-good.jpg', 'ok'],
      ['gone.jpg', 'FILE_NOT_FOUND'],
    ])
    expect(status).toBe(1)
    expect(err.split('\n').filter((line) => /\([A-Z_]+\)$/.test(line))).toHaveLength(5)
    expect(err).toContain('Assessed 2 of 7 photos')
  })

  it('asks no model when there is nothing to ask it', async () => {
    const createAssessor = vi.fn(async () => fakeAssessor)
    const { status } = await runJson(await folderWith(), ['nowhere.jpg'], { createAssessor })
    expect(status).toBe(1)
    expect(createAssessor).not.toHaveBeenCalled()
  })

  it('gives every photo a line when the model is missing', async () => {
    const photo = await jpeg()
    const folder = await folderWith({ 'a.jpg': photo, 'b.jpg': photo })
    const createAssessor = vi.fn(() => Promise.reject(new ModelMissing('damage.onnx', 'ENOENT')))
    const { summary, status } = await runJson(folder, ['.'], { createAssessor })
    expect(summary).toEqual([
      ['./a.jpg', 'MODEL_MISSING'],
      ['./b.jpg', 'MODEL_MISSING'],
    ])
    expect(status).toBe(1)
    expect(createAssessor).toHaveBeenCalledOnce()
  })

  it('hands detail and confidence to the assessor, and leaves the thresholds alone unasked', async () => {
    const folder = await folderWith({ 'a.jpg': await jpeg() })
    const assess = vi.fn(fakeAssessor.assess)
    const deps = { createAssessor: async () => ({ ...fakeAssessor, assess }) }
    await run(folder, ['a.jpg', '--detail', 'high', '--min-confidence', '0.25'], deps)
    await run(folder, ['a.jpg'], deps)
    expect(assess.mock.calls.map(([, options]) => options)).toMatchObject([
      { detail: 'high', minConfidence: 0.25 },
      { detail: 'standard', minConfidence: undefined },
    ])
  })

  it('closes the assessor at the end', async () => {
    const close = vi.fn(async () => {})
    const folder = await folderWith({ 'a.jpg': await jpeg() })
    await run(folder, ['a.jpg'], { createAssessor: async () => ({ ...fakeAssessor, close }) })
    expect(close).toHaveBeenCalledOnce()
  })
})

describe('a run that is ended early', () => {
  const manyPhotos = async () => {
    const photo = await jpeg()
    return folderWith(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`in/${10 + i}.jpg`, photo])))
  }

  it('keeps what is finished, and starts nothing more', async () => {
    const folder = await manyPhotos()
    const stop = new AbortController()
    let started = 0
    const createAssessor = async () => ({
      ...fakeAssessor,
      async assess(bytes: Uint8Array) {
        if (++started === 4) stop.abort(new Error('SIGINT'))
        stop.signal.throwIfAborted()
        return fakeAssessor.assess(bytes)
      },
    })
    const { photos, err } = await runJson(folder, ['in', '--out', 'out.zip'], {
      createAssessor,
      signal: stop.signal,
    })
    expect(photos).toHaveLength(3)
    expect(started).toBe(4)
    expect(err).toBe('Assessed 3 of 20 photos in 1 s\n')
  })

  it('takes a reader that went away for a wish to stop', async () => {
    const folder = await manyPhotos()
    let started = 0
    const createAssessor = async () => ({
      ...fakeAssessor,
      assess: (bytes: Uint8Array) => {
        started++
        return fakeAssessor.assess(bytes)
      },
    })
    const stdout = capture()
    let received = 0
    stdout._write = (_chunk, _encoding, done) => {
      const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
      done(++received > 1 ? gone : null)
    }
    const { status, err } = await run(folder, ['in', '--json'], { createAssessor, stdout })
    expect(status).toBe(0)
    expect(started).toBeLessThan(8)
    expect(err).toMatch(/^Assessed \d of 20 photos/)
  })
})
