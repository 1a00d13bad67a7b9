// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import GitAccess
import Ledger

/// What the ledger knows of attempts to build the model again.
///
/// Nobody has to rebuild a model for it to be verified, so these are notes; a rebuild that failed
/// is worth more than none.
struct RebuildPoints {
  let keys: [VerificationKey]
  let provenance: BuildProvenance
  let attestation: Digest

  func all(in repository: borrowing Repository) -> [AuditPoint] {
    // The ledger has a point of its own, which says when it cannot be read.
    let held = (try? Ledger.attestations(ofModel: provenance.model.file, in: repository)) ?? []
    return held.compactMap(rebuild).map(Self.point)
  }

  private func rebuild(_ line: [UInt8]) -> (RebuildResult, VerificationKey)? {
    guard let envelope = try? Envelope.parse(line.last == 0x0a ? line.dropLast() : line) else {
      return nil
    }
    for key in keys {
      guard let payload = try? envelope.verified(with: key),
        let result = try? RebuildResult(payload), result.attestation == attestation
      else { continue }
      return (result, key)
    }
    return nil
  }

  private static func point(_ result: RebuildResult, _ key: VerificationKey) -> AuditPoint {
    let by = "on \(result.finishedOn), signed by \(key.keyID)"
    return switch result.outcome {
    case .identical:
      AuditPoint("rebuild", .note, "built again, the same byte for byte, \(by)")
    case .close: AuditPoint("rebuild", .note, "built again, close but not the same, \(by)")
    case .different: AuditPoint("rebuild", .note, "built again and came out different, \(by)")
    }
  }
}
