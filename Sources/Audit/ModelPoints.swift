// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Findings
import Stamps

/// What can be compared between a model file and its attestation alone.
struct ModelPoints {
  let record: ModelRecord
  let provenance: BuildProvenance

  var all: [AuditPoint] { [payload, stamp] }

  private var payload: AuditPoint {
    .check(
      "payload", record.payloadDigest == provenance.model.payload,
      yes: "the weights are those attested, \(record.payloadDigest)",
      no: "the weights are \(record.payloadDigest), attested is \(provenance.model.payload)")
  }

  private var stamp: AuditPoint {
    guard let stamp = record.stamp else {
      return AuditPoint("stamp", .failed, "the model carries no stamp")
    }
    let here = Set(stamp.keyValues.map { Field(key: $0.key, value: $0.value) })
    let attested = Set(provenance.stamp.map { Field(key: $0.key, value: $0.value) })
    if here == attested {
      return AuditPoint("stamp", .proved, "the model's own stamp is the one attested")
    }
    let keys = here.symmetricDifference(attested).map { String(decoding: $0.key, as: UTF8.self) }
    return AuditPoint(
      "stamp", .failed,
      "the model's own stamp is not the one attested: "
        + PrintableText.escape(Set(keys).sorted().joined(separator: ", ")) + " differ")
  }

  /// As bytes: two texts that `String` takes for the same are two different stamps.
  private struct Field: Hashable {
    let key: [UInt8]
    let value: [UInt8]

    init(key: String, value: String) {
      (self.key, self.value) = (Array(key.utf8), Array(value.utf8))
    }
  }
}
