import type { Texts } from '../en.ts'

export const upload: Texts['upload'] = {
  title: 'Schäden begutachten',
  lead: 'Fügen Sie Fotos des Fahrzeugs hinzu. Jedes wird geprüft, begutachtet und einem Schadenfall zugeordnet.',
  dropLabel: 'Fotos hinzufügen',
  drop: 'Fotos, einen Ordner oder ein Zip hier ablegen oder einfügen',
  touch: 'Fotos des Fahrzeugs oder ein Zip davon',
  choose: 'Fotos wählen',
  takePhoto: 'Foto aufnehmen',
  hint: 'JPEG, PNG, HEIC, WebP, AVIF oder TIFF, je bis 40 MB. Große Fotos werden vor dem Hochladen verkleinert.',
  reference: 'Schadennummer',
  referenceHint: 'Freiwillig, etwa SN-2048',
  closer: 'Genauer hinsehen',
  closerHint: 'findet kleinere Schäden, dauert ein Mehrfaches',
  addingTo: 'Diese Fotos kommen zu einem Schadenfall, der schon offen ist.',
  opened: 'Diese Fotos kommen zu einem Schadenfall.',
  openClaim: 'Schadenfall öffnen',
  another: 'Neuer Schadenfall',
  listLabel: 'Fotos',
  progress: 'Fertige Fotos',
  finished: (done, total) => `${done} von ${total} fertig`,
  timeLeft: (duration) => `noch etwa ${duration}`,
  estimating: 'Restzeit wird ermittelt …',
  allDone: 'Alles fertig',
  retryAll: (count) => `${count} noch einmal versuchen`,
  pill: (done, total) => `${done} von ${total} Fotos`,
  left: (count) =>
    count === 1
      ? '1 Foto wurde beim letzten Mal nicht hochgeladen'
      : `${count} Fotos wurden beim letzten Mal nicht hochgeladen`,
  leftMore: (count) => `${count} weitere`,
  leftGoOn: 'Damit weitermachen',
  leftDiscard: 'Verwerfen',
  steps: {
    waiting: 'Wartet',
    preparing: 'Wird vorbereitet',
    sending: 'Wird hochgeladen',
    queued: 'Wartet auf das Modell',
    assessing: 'Wird begutachtet',
    done: 'Begutachtet',
    failed: 'Nicht begutachtet',
  },
  delayed: {
    connection: 'Keine Verbindung, geht von selbst weiter',
    busy: 'Der Server ist ausgelastet, geht von selbst weiter',
  },
  sendingLabel: (name) => `Upload von ${name}`,
  noDamage: 'Kein Schaden gefunden',
  found: (count, types) => `${count === 1 ? '1 Schaden' : `${count} Schäden`}: ${types}`,
  result: 'Ergebnis ansehen',
  resultOf: (name) => `Ergebnis von ${name} ansehen`,
  retryOf: (name) => `${name} noch einmal versuchen`,
  removeFromList: (name) => `${name} aus der Liste nehmen`,
  failures: {
    PHOTO_TOO_MANY_BYTES:
      'Größer als 40 MB, und dieser Browser kann es nicht verkleinern. Speichern Sie es als JPEG und fügen Sie es wieder hinzu.',
    CONFLICT: 'Der Schadenfall ist geschlossen. Öffnen Sie ihn wieder oder beginnen Sie einen neuen.',
    NOT_FOUND: 'Den Schadenfall gibt es nicht mehr. Beginnen Sie einen neuen.',
    NO_CONNECTION:
      'Die Verbindung kam nicht zurück. Das Foto ist noch hier: versuchen Sie es noch einmal, sobald Sie verbunden sind.',
    SERVER_BUSY: 'Der Server blieb ausgelastet. Das Foto ist noch hier: versuchen Sie es später noch einmal.',
    UNREADABLE:
      'Die Datei ist nicht lesbar. Vielleicht wurde sie verschoben oder gelöscht; fügen Sie sie wieder hinzu.',
    GONE: 'Der Server kennt diese Begutachtung nicht mehr. Fügen Sie das Foto wieder hinzu.',
    NOT_IN_ZIP: 'Ausgelassen: kein Foto.',
    ZIP_BROKEN:
      'Dieses Zip lässt sich nicht öffnen. Vielleicht ist es abgeschnitten; packen Sie es neu oder legen Sie die Fotos selbst ab.',
    ZIP_EMPTY: 'In diesem Zip ist nichts.',
    ZIP_ENCRYPTED: 'Durch ein Passwort geschützt. Entpacken Sie es selbst und legen Sie die Fotos ab.',
    ZIP_TOO_MANY: 'Ausgelassen: mehr als 2000 Dateien in einem Zip. Teilen Sie es auf.',
  },
}
