/**
 * Why an assessment, or the runtime under it, failed. One subclass per cause: `code` is stable,
 * the message says what to do. What is wrong with the photo itself is a PhotoError
 * (edge/picture/errors.ts).
 */
export abstract class AssessmentError extends Error {
  abstract readonly code: string

  override get name(): string {
    return this.constructor.name
  }
}

/** The manifest or a model file that it names is not there, or not readable. */
export class ModelMissing extends AssessmentError {
  readonly code = 'MODEL_MISSING'
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(
      `Expected a model file at ${file} but received ${reason}: restore it (git checkout -- inference/model) ` +
        'or point MODEL_DIR at a folder that holds model.json and the files it names',
    )
  }
}

/** model.json is not JSON, or not a manifest as inference/runtime/manifest.ts describes it. */
export class ManifestInvalid extends AssessmentError {
  readonly code = 'MANIFEST_INVALID'
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(`Expected a model manifest in ${file} but received one that does not fit: ${reason}`)
  }
}

/** A model file is not the one that the manifest was written for: damaged, half fetched or replaced. */
export class ModelMismatch extends AssessmentError {
  readonly code = 'MODEL_MISMATCH'
  constructor(
    readonly file: string,
    readonly expected: string,
    readonly received: string,
  ) {
    super(
      `Expected sha256 ${expected} for ${file} but received ${received}: restore the file, ` +
        'or export the model again, which writes the file and model.json together',
    )
  }
}

/** The file is what the manifest says, yet ONNX Runtime cannot use it, or its graph is another one. */
export class ModelUnusable extends AssessmentError {
  readonly code = 'MODEL_UNUSABLE'
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(
      `Expected a Mask R-CNN graph in ${file} but received one that cannot run: ${reason}; export it again`,
    )
  }
}

/** The device that was asked for is not usable here. Nothing falls back to another one on its own. */
export class DeviceUnavailable extends AssessmentError {
  readonly code = 'DEVICE_UNAVAILABLE'
  constructor(
    readonly device: string,
    readonly reason: string,
  ) {
    super(
      `Expected a usable device for ${device} but received none: ${reason}; ` +
        'install what is missing, or choose INFERENCE_DEVICE=auto or cpu',
    )
  }
}

/** ONNX Runtime failed while running the graph, or its thread died. */
export class RunFailed extends AssessmentError {
  readonly code = 'RUN_FAILED'
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(
      `Expected ${file} to run but received a failure: ${reason}; if it happens again, restart the server`,
    )
  }
}

/** The graph ran but answered what no Mask R-CNN answers: NaN, boxes outside the picture, other shapes. */
export class ModelOutputInvalid extends AssessmentError {
  readonly code = 'MODEL_OUTPUT_INVALID'
  constructor(
    readonly output: string,
    readonly expected: string,
    readonly received: string,
  ) {
    super(
      `Expected ${expected} for model output ${output} but received ${received}: the model file does not ` +
        'fit this version, or the device computes wrongly (try INFERENCE_DEVICE=cpu)',
    )
  }
}

/** A picture was declared as prepared, but not by the preprocessing that this model was trained on. */
export class PreprocessingMismatch extends AssessmentError {
  readonly code = 'PREPROCESSING_MISMATCH'
  constructor(
    readonly expected: string,
    readonly received: string,
  ) {
    super(
      `Expected preprocessing ${expected} for the prepared picture but received ${received}: ` +
        'prepare it that way, or send the original photo without `prepared`',
    )
  }
}
