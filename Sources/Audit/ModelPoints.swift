// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
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
    let here = stamp.keyValues.map { BuildProvenance.StampField(key: $0.key, value: $0.value) }
    if Set(here) == Set(provenance.stamp) {
      return AuditPoint("stamp", .proved, "the model's own stamp is the one attested")
    }
    let keys = Set(here).symmetricDifference(provenance.stamp).map(\.key)
    return AuditPoint(
      "stamp", .failed,
      "the model's own stamp is not the one attested: "
        + Set(keys).sorted().joined(separator: ", ") + " differ")
  }
}
