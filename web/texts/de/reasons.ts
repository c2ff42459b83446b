import type { Texts } from '../en.ts'

export const reasons: Texts['reasons'] = {
  codes: {
    ACCEPT_REFUSED: 'Der Server hat das nicht verstanden. Laden Sie die Seite neu.',
    ARCHIVE_DAMAGED:
      'Dieses Zip lässt sich nicht öffnen. Vielleicht ist es abgeschnitten; erstellen Sie es neu, oder legen Sie die Fotos selbst ab.',
    ARCHIVE_ENTRY_BOMB: 'Wird entpackt viel größer als ein Foto. Ausgelassen.',
    ARCHIVE_ENTRY_DAMAGED:
      'Im Zip beschädigt. Erstellen Sie das Zip neu, oder senden Sie das Foto für sich allein.',
    ARCHIVE_ENTRY_DUPLICATE: 'Dieser Name kommt im Zip zweimal vor; das erste Foto wurde begutachtet.',
    ARCHIVE_ENTRY_OVERLAPS:
      'Teilt sich Bytes mit einem anderen Eintrag des Zips, wie bei Zip-Bomben. Packen Sie die Fotos neu.',
    ARCHIVE_ENTRY_ENCRYPTED:
      'Mit einem Passwort geschützt. Entpacken Sie es selbst und senden Sie die Fotos.',
    ARCHIVE_ENTRY_NAME_TOO_LONG: 'Der Name ist zu lang. Kürzen Sie ihn und senden Sie das Foto noch einmal.',
    ARCHIVE_ENTRY_UNSAFE: 'Der Pfad führt aus dem Zip hinaus. Ausgelassen.',
    ARCHIVE_GONE: 'Das Zip ist nicht mehr da. Senden Sie es noch einmal.',
    ARCHIVE_NESTED: 'Ein Zip im Zip. Entpacken Sie es und senden Sie die Fotos.',
    ARCHIVE_TOO_LARGE: 'Mehr Fotos, als ein Stapel aufnimmt. Teilen Sie das Zip.',
    ASSESSMENT_TOO_SLOW: 'Das Modell hat zu lange gebraucht. Versuchen Sie es noch einmal.',
    ATTRIBUTE_INVALID:
      'Der Server des Modells hat die Anfrage nicht verstanden. Sagen Sie es den Betreibern dieses Servers.',
    BAD_REQUEST: 'Der Server hat das nicht verstanden. Laden Sie die Seite neu.',
    BAD_USER_INPUT: 'Der Server hat das nicht verstanden. Laden Sie die Seite neu.',
    BODY_TOO_SLOW: 'Das Foto kam zu langsam an. Versuchen Sie es mit einer besseren Verbindung noch einmal.',
    BODY_TRUNCATED: 'Nur ein Teil davon kam an. Versuchen Sie es noch einmal.',
    CLAIM_ERASED: 'Der Schadenfall wurde inzwischen gelöscht.',
    CLIENT_GONE: 'Die Verbindung wurde geschlossen. Versuchen Sie es noch einmal.',
    CONFLICT: 'Das wurde inzwischen geändert oder ist geschlossen. Sehen Sie es noch einmal an.',
    CONTENT_ENCODING_REFUSED: 'Der Server hat das nicht verstanden. Laden Sie die Seite neu.',
    CONTENT_TYPE_REFUSED: 'Der Server hat das nicht verstanden. Laden Sie die Seite neu.',
    DRAWING_TOO_SLOW: 'Das Bild zu zeichnen dauerte zu lange. Laden Sie die Seite neu.',
    EDGE_UNAVAILABLE: 'Zurzeit können keine Fotos angenommen werden. Versuchen Sie es später noch einmal.',
    FILE_UNREADABLE: 'Die Datei lässt sich nicht lesen. Senden Sie sie noch einmal.',
    FORBIDDEN: 'Ihre Rolle erlaubt das nicht.',
    HEADERS_TOO_LARGE:
      'Der Browser schickt zu viel neben der Anfrage. Löschen Sie die Cookies dieser Seite und laden Sie sie neu.',
    HEADERS_TOO_SLOW:
      'Die Anfrage kam zu langsam an. Versuchen Sie es mit einer besseren Verbindung noch einmal.',
    IDEMPOTENCY_CONFLICT: 'Das wurde schon mit anderen Einstellungen gesendet. Beginnen Sie neu.',
    LISTING_FAILED:
      'Die Liste der Fotos ließ sich nach mehreren Versuchen nicht lesen. Versuchen Sie es noch einmal, oder sagen Sie es dem Betrieb.',
    INTERRUPTED:
      'Die Begutachtung brach immer wieder ab. Versuchen Sie es noch einmal, oder sagen Sie es den Betreibern.',
    INTERNAL:
      'Der Server hatte mit diesem Foto ein Problem. Versuchen Sie es noch einmal, oder sagen Sie es den Betreibern.',
    LINK_EXPIRED: 'Der Link ist abgelaufen. Laden Sie die Seite neu.',
    LINK_INVALID: 'Der Link ist ungültig. Laden Sie die Seite neu.',
    METHOD_REFUSED: 'Der Server hat das nicht verstanden. Laden Sie die Seite neu.',
    MODEL_ANSWER_INVALID:
      'Das Modell gab eine Antwort, die keinen Sinn ergibt. Versuchen Sie es noch einmal, oder sagen Sie es den Betreibern.',
    MODEL_MISMATCH:
      'Auf dem Server des Modells läuft ein anderes als erwartet. Sagen Sie es den Betreibern dieses Servers.',
    MODEL_UNAVAILABLE: 'Das Modell hat nicht geantwortet. Versuchen Sie es nach einer Weile noch einmal.',
    NOT_FOUND: 'Es ist nicht mehr da.',
    NOT_HTTP: 'Der Server hat das nicht verstanden. Laden Sie die Seite neu.',
    NO_PHOTOS: 'Darin sind keine Fotos.',
    NO_VEHICLE:
      'Kein Fahrzeug im Bild. Gehen Sie zurück, bis es das Bild füllt, und nehmen Sie das Foto neu auf.',
    OPERATION_TOO_LARGE: 'Das ist zu viel auf einmal. Verlangen Sie weniger.',
    PHOTO_DAMAGED:
      'Die Datei ist abgeschnitten oder beschädigt. Kopieren Sie sie noch einmal von der Kamera oder nehmen Sie das Foto neu auf.',
    PHOTO_EMPTY:
      'Die Datei ist leer. Kopieren Sie sie noch einmal von der Kamera oder nehmen Sie das Foto neu auf.',
    PHOTO_MISSING: 'Das gespeicherte Foto ist nicht mehr da. Fügen Sie es noch einmal hinzu.',
    PHOTO_NOT_FOUND: 'Das Foto ist nicht mehr da.',
    PHOTO_REJECTED: 'Das Foto ist nicht zu gebrauchen. Machen Sie ein anderes.',
    PHOTO_TOO_LARGE: 'Mehr als 100 Megapixel. Speichern Sie es kleiner und fügen Sie es wieder hinzu.',
    PHOTO_TOO_MANY_BYTES: 'Größer als 40 MB. Exportieren Sie es als JPEG und fügen Sie es neu hinzu.',
    PHOTO_TOO_SLOW: 'Die Aufnahme des Fotos dauerte zu lange. Versuchen Sie es noch einmal.',
    PHOTO_TOO_SMALL: 'Zu wenige Pixel, um etwas zu sehen. Nehmen Sie das Originalfoto, nicht seine Vorschau.',
    PHOTO_UNSUPPORTED:
      'Das ist kein lesbares Foto. Schicken Sie es als JPEG, PNG, HEIC, WebP, AVIF oder TIFF.',
    PREPROCESSING_MISMATCH:
      'Der Server des Modells erwartet anders aufbereitete Fotos. Sagen Sie es den Betreibern dieses Servers.',
    REQUEST_INVALID: 'Der Server hat das nicht verstanden. Laden Sie die Seite neu.',
    ROUTE_UNKNOWN: 'Der Server kennt diese Adresse nicht. Laden Sie die Seite neu.',
    RUN_FAILED:
      'Das Modell ist an diesem Foto gescheitert. Versuchen Sie es noch einmal, oder sagen Sie es den Betreibern.',
    SERVER_BUSY: 'Der Server ist ausgelastet. Versuchen Sie es nach einer Weile noch einmal.',
    SERVER_NOT_READY: 'Das Modell startet noch. Versuchen Sie es in einer Minute noch einmal.',
    STORAGE_FULL:
      'Der Server hat gerade keinen Platz für Fotos. Es wurde nichts behalten; versuchen Sie es nach einer Weile noch einmal.',
    STORAGE_UNAVAILABLE:
      'Der Fotospeicher antwortet gerade nicht. Versuchen Sie es nach einer Weile noch einmal.',
    STORE_BUSY: 'Der Server ist ausgelastet. Versuchen Sie es nach einer Weile noch einmal.',
    TIMED_OUT:
      'Der Server hat zu lange gebraucht. Laden Sie die Seite neu: Gesendetes wird weiter bearbeitet.',
    TOO_MANY_REQUESTS: 'Das war zu viel auf einmal. Versuchen Sie es in einer Minute noch einmal.',
    UNAUTHENTICATED: 'Niemand ist angemeldet. Melden Sie sich neu an.',
    VALIDATION_FAILED: 'Etwas davon wurde nicht angenommen.',
    ZIP_EMPTY: 'In diesem Zip ist nichts.',
    ZIP_EXPECTED: 'Das ist kein Zip.',
    ZIP_REJECTED: 'Dieses Zip ist nicht zu gebrauchen.',
    ZIP_TOO_LARGE: 'Dieses Zip ist zu groß. Teilen Sie es.',
  },
  fields: {
    reference: 'Höchstens 64 Zeichen in einer Zeile.',
    policyNumber: 'Höchstens 64 Zeichen in einer Zeile.',
    notes: 'Höchstens 10.000 Zeichen.',
    'vehicle.plate': 'Höchstens 16 Zeichen in einer Zeile.',
    'vehicle.vin': '17 Buchstaben und Ziffern, ohne I, O und Q.',
    'vehicle.make': 'Höchstens 64 Zeichen in einer Zeile.',
    'vehicle.model': 'Höchstens 64 Zeichen in einer Zeile.',
    'vehicle.year': 'Ein Jahr von 1886 bis 2100.',
  },
  repair: {
    AIRBAG: () => 'Ein Airbag wurde ausgelöst.',
    AIRBAG_UNCERTAIN: () => 'Ein Airbag könnte ausgelöst worden sein: Das sollte ein Mensch ansehen.',
    PARTS_TO_REPLACE: (parts) => `Zu ersetzen: ${parts}.`,
    PARTS_TO_REPLACE_OLD_VEHICLE: (parts) => `An einem alten Fahrzeug zu ersetzen: ${parts}.`,
    SEVERE_WITHOUT_PARTS: () => 'Es gibt schwere Schäden, aber kein Karosserieteil ist zu ersetzen.',
    NOT_SEVERE: () => 'Kein Schaden ist schwer.',
    NOT_ASSESSED: () => 'Noch wurde kein Foto begutachtet.',
    NO_VEHICLE: () => 'Kein Foto zeigt ein Fahrzeug.',
    PARTLY_ASSESSED: () => 'Kein Schaden gefunden, aber nicht jedes Foto konnte begutachtet werden.',
    TO_REVIEW: () => 'Kein Schaden gefunden, aber ein schlechtes Foto sollte ein Mensch ansehen.',
    NO_DAMAGE: () => 'Auf keinem Foto wurde ein Schaden gefunden.',
  },
}
