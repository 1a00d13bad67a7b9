// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings

/// A bucket of S3 or of what speaks like it, asked by HEAD.
struct S3Store: ObjectStore {
  let endpoint: S3Endpoint
  let curl: Curl

  var name: String { endpoint.location.description }

  func presence(of objects: [StoredObject]) async -> [Presence] {
    guard !objects.isEmpty else { return [] }
    var answers = await ask(objects, at: endpoint)
    if let region = Self.otherRegion(in: answers, than: endpoint.region) {
      var elsewhere = endpoint
      elsewhere.region = region
      answers = await ask(objects, at: elsewhere)
    }
    if let reason = bucketProblem(answers[0]) {
      return objects.map { _ in .undecided(reason: reason) }
    }
    return zip(objects, answers.dropFirst()).map { S3Judgement.presence(of: $0, $1) }
  }

  func contents(of keys: [RelativePath], limit: Int) async -> [[UInt8]?] {
    let requests = keys.map { endpoint.request(.get, key: $0, time: Self.now) }
    return await curl.perform(requests).map { outcome in
      guard case .answer(let answer) = outcome, answer.status == 200, answer.body.count <= limit
      else { return nil }
      return answer.body
    }
  }

  /// The bucket first: an object's 404 would not tell whether there is one.
  private func ask(_ objects: [StoredObject], at endpoint: S3Endpoint) async -> [HTTPOutcome] {
    let time = Self.now
    let bucket = endpoint.request(.head, key: nil, time: time)
    let requests = objects.map {
      endpoint.request(.head, key: $0.key, version: $0.version, time: time)
    }
    return await curl.perform([bucket] + requests)
  }

  private static var now: Int64 { Program.nanosecondsSinceEpoch / 1_000_000_000 }

  private static func otherRegion(in outcomes: [HTTPOutcome], than region: String) -> String? {
    guard case .answer(let answer)? = outcomes.first, [301, 307, 400].contains(answer.status),
      let other = answer.headers["x-amz-bucket-region"], other != region
    else { return nil }
    return other
  }

  /// Why no object can be asked for; who may not list a bucket may still read its objects.
  private func bucketProblem(_ outcome: HTTPOutcome) -> String? {
    switch outcome {
    case .failure(let reason): "'\(name)' cannot be reached: \(reason)"
    case .answer(let answer):
      switch answer.status {
      case 200..<300, 403: nil
      case 404: "there is no bucket '\(endpoint.location.bucket)'"
      default: "'\(name)' answers with status \(answer.status)"
      }
    }
  }
}

/// What an answer to HEAD says of an object.
enum S3Judgement {
  static func presence(of object: StoredObject, _ outcome: HTTPOutcome) -> Presence {
    switch outcome {
    case .failure(let reason): .undecided(reason: reason)
    case .answer(let answer):
      switch answer.status {
      case 200: compare(object, answer)
      case 404: .absent(reason: "it is not there")
      case 403:
        .undecided(
          reason: "access is denied; S3 says so of missing objects too, to who may not list")
      case 400 where object.version != nil:
        .absent(reason: "there is no version '\(object.version ?? "")' of it")
      case 405 where object.version != nil: .absent(reason: "the version is a deletion")
      default: .undecided(reason: "the answer has status \(answer.status)")
      }
    }
  }

  private static func compare(_ object: StoredObject, _ answer: HTTPAnswer) -> Presence {
    if let size = object.size, let found = answer.length, size != found {
      return .absent(reason: FolderStore.wrongSize(found, size))
    }
    if let stored = fullSHA256(answer), let digest = object.digest, digest.algorithm == .sha256 {
      return stored == digest
        ? .present(.digest) : .absent(reason: "it has other bytes there: \(stored)")
    }
    if object.version != nil { return .present(.version) }
    if object.naming == .byContent {
      return object.size == nil ? .present(.name, size: answer.length) : .present(.size)
    }
    if let md5 = object.md5, object.size == answer.length, let tag = entityTag(answer) {
      return tag == md5.hex ? .present(.etag) : .absent(reason: "it has other bytes there")
    }
    return .undecided(
      reason: "something is there, but S3 holds no SHA-256 of it; upload with "
        + "--checksum-algorithm SHA256")
  }

  /// The entity tag when it is an MD5: that of parts (`…-N`) is not, nor that of most encryption.
  private static func entityTag(_ answer: HTTPAnswer) -> String? {
    let isPlain = [nil, "AES256"].contains(answer.headers["x-amz-server-side-encryption"])
    let tag = answer.headers["etag"]?.replacing("\"", with: "")
    guard isPlain, let tag, Digest(.md5, hex: tag) != nil else { return nil }
    return tag.lowercased()
  }

  /// The stored SHA-256 of the whole object; that of parts (`…-N`) is one of other digests.
  static func fullSHA256(_ answer: HTTPAnswer) -> Digest? {
    guard let text = answer.headers["x-amz-checksum-sha256"],
      answer.headers["x-amz-checksum-type"] != "COMPOSITE",
      let bytes = Base64.decode(Array(text.utf8))
    else { return nil }
    return Digest(.sha256, bytes: bytes)
  }
}
