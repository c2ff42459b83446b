/** The photo with its damages, the editor of outlines and the comparison of pictures. */
export const viewer = {
  label: 'Photo with damages',
  keys: 'Arrow keys move the photo, plus and minus zoom, 0 shows all of it. Tab goes through the damages, Enter selects one.',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  wholePhoto: 'Show the whole photo',
  photoFailed: 'The photo could not be loaded. Load the page again; its link may have run out.',
  damage: (damage: { type: string; part: string; severity: string; confidence: string; state: string }) =>
    `${damage.type}, ${damage.part}, ${damage.severity}, ${damage.confidence} sure, ${damage.state}`,
  implausible: 'hardly possible on this part',
  editor: {
    label: 'Outline editor',
    keysDrawing:
      'Arrow keys move the cross, Space sets a point, Enter closes the outline, Backspace takes the last point back, Escape ends.',
    keysEditing:
      'Tab goes through the points. Arrow keys move a point, with Shift farther; Insert adds one after it, Delete removes it. Ctrl+Z undoes, Enter saves, Escape ends.',
    hintDrawing: 'Tap around the damage, point by point. Tap the first point again to close the outline.',
    hintEditing: 'Drag points, or an edge to add one. Select the outline to move it as a whole.',
    unsaved: 'What you have drawn is not saved. Press Escape once more to discard it.',
    point: (number: number, of: number, piece: number, pieces: number) =>
      pieces > 1 ? `Point ${number} of ${of}, piece ${piece}` : `Point ${number} of ${of}`,
    undo: 'Undo',
    redo: 'Redo',
    removePoint: 'Remove point',
    removePiece: 'Remove piece',
    draw: 'Draw another piece',
    closeOutline: 'Close outline',
    save: 'Save outline',
    saving: 'Saving …',
    cancel: 'Discard',
    pointAdded: (count: number) => `Point ${count} set`,
    closed: 'Outline closed',
    faults: {
      NO_OUTLINE: 'There is no outline yet. Draw one around the damage.',
      TOO_MANY_OUTLINES: (most: number) => `Too many pieces: a damage has ${most} at most.`,
      TOO_FEW_POINTS: 'The outline is still open. It needs three points at least, and then to be closed.',
      TOO_MANY_POINTS: (most: number) => `Too many points: a piece has ${most} at most.`,
      TOO_SMALL: 'The outline is too small to be a damage.',
      CROSSES_ITSELF: 'The outline crosses itself, marked in red. Move or remove a point there.',
    },
  },
  compare: {
    position: (before: string, after: string) => `Border between ${before} and ${after}`,
    value: (share: string, before: string) => `${share} ${before}`,
    before: 'Left picture',
    after: 'Right picture',
    sideBySide: 'Both photos move together.',
  },
}
