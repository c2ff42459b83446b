import type { Texts } from '../en.ts'

export const viewer: Texts['viewer'] = {
  label: 'Foto mit Schäden',
  keys: 'Pfeiltasten verschieben das Foto, Plus und Minus zoomen, 0 zeigt es ganz. Tab geht durch die Schäden, Enter wählt einen aus.',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  wholePhoto: 'Ganzes Foto zeigen',
  photoFailed:
    'Das Foto konnte nicht geladen werden. Laden Sie die Seite neu; sein Link ist vielleicht abgelaufen.',
  damage: ({ type, part, severity, confidence, state }) =>
    `${type}, ${part}, ${severity}, zu ${confidence} sicher, ${state}`,
  implausible: 'an diesem Teil kaum möglich',
  editor: {
    label: 'Umriss bearbeiten',
    keysDrawing:
      'Pfeiltasten bewegen das Kreuz, Leertaste setzt einen Punkt, Enter schließt den Umriss, Rücktaste nimmt den letzten Punkt zurück, Escape beendet.',
    keysEditing:
      'Tab geht durch die Punkte. Pfeiltasten bewegen einen Punkt, mit Umschalt weiter; Einfg fügt danach einen hinzu, Entf entfernt ihn. Strg+Z macht rückgängig, Enter speichert, Escape beendet.',
    hintDrawing:
      'Tippen Sie Punkt für Punkt um den Schaden herum. Auf den ersten Punkt getippt, schließt sich der Umriss.',
    hintEditing:
      'Ziehen Sie Punkte, oder eine Kante, um einen hinzuzufügen. Ausgewählt lässt sich der Umriss als Ganzes verschieben.',
    unsaved: 'Ihre Zeichnung ist nicht gespeichert. Noch einmal Escape verwirft sie.',
    point: (number, of, piece, pieces) =>
      pieces > 1 ? `Punkt ${number} von ${of}, Teilstück ${piece}` : `Punkt ${number} von ${of}`,
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    removePoint: 'Punkt entfernen',
    removePiece: 'Teilstück entfernen',
    draw: 'Weiteres Teilstück zeichnen',
    closeOutline: 'Umriss schließen',
    save: 'Umriss speichern',
    saving: 'Wird gespeichert …',
    cancel: 'Verwerfen',
    pointAdded: (count) => `Punkt ${count} gesetzt`,
    closed: 'Umriss geschlossen',
    faults: {
      NO_OUTLINE: 'Es gibt noch keinen Umriss. Zeichnen Sie einen um den Schaden.',
      TOO_MANY_OUTLINES: (most) => `Zu viele Teilstücke: Ein Schaden hat höchstens ${most}.`,
      TOO_FEW_POINTS:
        'Der Umriss ist noch offen. Er braucht mindestens drei Punkte und muss dann geschlossen werden.',
      TOO_MANY_POINTS: (most) => `Zu viele Punkte: Ein Teilstück hat höchstens ${most}.`,
      TOO_SMALL: 'Der Umriss ist zu klein für einen Schaden.',
      CROSSES_ITSELF:
        'Der Umriss kreuzt sich selbst, rot markiert. Verschieben oder entfernen Sie dort einen Punkt.',
    },
  },
  compare: {
    position: (before, after) => `Grenze zwischen ${before} und ${after}`,
    value: (share, before) => `${share} ${before}`,
    before: 'Linkes Bild',
    after: 'Rechtes Bild',
    sideBySide: 'Beide Fotos bewegen sich gemeinsam.',
  },
}
