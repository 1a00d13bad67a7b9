// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import GitAccess
import Ledger

/// Whether the ledger holds the very attestation.
struct LedgerPoint {
  let line: [UInt8]
  let provenance: BuildProvenance

  func point(in repository: borrowing Repository) -> AuditPoint {
    do {
      let held = try Ledger.attestations(ofModel: provenance.model.file, in: repository)
      guard !held.contains(line) else {
        return AuditPoint("ledger", .proved, "'\(Ledger.reference)' holds the attestation")
      }
      return AuditPoint(
        "ledger", .failed, "'\(Ledger.reference)' does not hold the attestation",
        hints: ["git fetch origin '\(Ledger.reference):\(Ledger.reference)'"])
    } catch {
      return AuditPoint(error, "ledger")
    }
  }
}
