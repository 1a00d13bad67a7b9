// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import StrictJSON
import SystemPackage
import ToolSupport

/// What was signed, and what was written.
struct WrittenSignature {
  /// The model.
  let model: FilePath
  /// The digest that the statement is about.
  let digest: Digest
  /// The key.
  let key: VerificationKey
  /// The files, each under the name of what it holds.
  let files: [(name: String, path: FilePath)]
}

extension WrittenSignature {
  /// For people.
  var text: String {
    "model: \(model.printable)\ndigest: \(digest)\nkey: \(key.keyID)\n"
      + files.map { "\($0.name): \($0.path.printable)\n" }.joined()
  }

  /// For programs.
  var json: JSONValue {
    var object: JSONObject = [
      "tool": "modelgate-stamp", "version": .string(Version.current),
      "model": .string(model.printable), "digest": .string(digest.description),
      "key": .string(key.keyID),
    ]
    for file in files { object[file.name] = .string(file.path.printable) }
    return .object(object)
  }
}
