// SPDX-License-Identifier: Apache-2.0

import Attestation
import Stamps
import StrictJSON

/// What can be compared between a model and the statement of somebody who only signed it.
struct SignedElsewherePoints {
  let record: ModelRecord
  let signed: SignedModel

  func all(isAccepted: Bool) -> [AuditPoint] {
    var here = JSONObject()
    for field in record.stamp?.keyValues ?? [] { here[field.key] = .string(field.value) }
    return [
      .check(
        "stamp", JSONValue.object(here) == .object(signed.stamp),
        yes: here.isEmpty ? "the model carries none, as when signed" : "as when it was signed",
        no: "the model's own stamp is not the one that it was signed with"),
      AuditPoint(
        "origin", isAccepted ? .note : .unknown,
        "whoever signed it does not say that modelgate built it: commit and data rest on their word",
        hints: isAccepted ? [] : ["modelgate audit verify --signed-elsewhere"]),
    ]
  }
}
