// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Stamps
import StrictJSON

/// How a model's record is printed.
enum RecordFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json

  func render(_ record: ModelRecord) -> String {
    switch self {
    case .text: record.text
    case .json: record.json.text(.pretty) + "\n"
    }
  }
}

extension ModelRecord {
  fileprivate var text: String {
    let stamp = stamp?.keyValues.map { "\($0.key): \($0.value)\n" }.joined() ?? ""
    return stamp + "format: \(format)\nfile: \(fileDigest)\npayload: \(payloadDigest)\n"
      + notes.map { "note: \($0)\n" }.joined()
  }

  fileprivate var json: JSONValue {
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
