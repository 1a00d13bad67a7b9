// SPDX-License-Identifier: Apache-2.0

import Digests
import Manifests
import StrictJSON

/// The batch API of Git LFS (git-lfs' `docs/api/batch.md`): asking to download tells what is there.
enum LFSBatch {
  /// Objects in one request, as git-lfs sends them.
  static let size = 100

  static let mediaType = "application/vnd.git-lfs+json"
  private static let limits = JSONLimits(bytes: 16 << 20, depth: 16, values: 200_000)

  /// The body that asks for some objects.
  static func body(_ pointers: some Sequence<LFSPointer>) -> [UInt8] {
    let objects = pointers.map { pointer -> JSONValue in
      ["oid": .string(pointer.digest.hex), "size": .integer(pointer.size)]
    }
    let body: JSONValue = [
      "operation": "download", "transfers": ["basic"], "hash_algo": "sha256",
      "objects": .array(objects),
    ]
    return Array(body.text(.compact).utf8)
  }

  /// What the body of an answer with status 200 says of each object, by its digest in hex.
  static func presences(in bytes: [UInt8]) throws -> [String: Presence] {
    let root = JSONField(try JSONValue.parse(bytes, limits: limits), root: "answer")
    var presences: [String: Presence] = [:]
    for object in try root.required("objects").elements() {
      let id = try object.required("oid").string()
      presences[id] = presence(object.value)
    }
    return presences
  }

  private static func presence(_ object: JSONValue) -> Presence {
    if let error = object["error"], !error.isNull {
      let words = error["message"]?.string ?? "no reason is given"
      return switch error["code"]?.integer {
      case 404, 410: .absent(reason: "the server has not got it")
      default: .undecided(reason: "the server says: \(words.prefix(200))")
      }
    }
    guard object["actions"]?["download"]?["href"]?.string != nil else {
      return .undecided(reason: "the server neither offers it nor denies it")
    }
    return .present(.server)
  }
}
