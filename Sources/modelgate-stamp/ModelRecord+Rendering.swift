// SPDX-License-Identifier: Apache-2.0

import Digests
import Stamps
import StrictJSON

extension ModelRecord {
  /// For people.
  var text: String {
    let stamp = stamp?.keyValues.map { "\($0.key): \($0.value)\n" }.joined() ?? ""
    return stamp + "format: \(format)\nfile: \(fileDigest)\npayload: \(payloadDigest)\n"
      + notes.map { "note: \($0)\n" }.joined()
  }

  /// For programs.
  var json: JSONValue {
    var fields = JSONObject()
    for entry in stamp?.keyValues ?? [] { fields[entry.key] = .string(entry.value) }
    return [
      "format": .string(format), "file": .string(fileDigest.description),
      "payload": .string(payloadDigest.description),
      "stamp": stamp == nil ? .null : .object(fields),
      "notes": .array(notes.map(JSONValue.string)),
    ]
  }
}
