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
  let trust: Trust
  let provenance: BuildProvenance
  let attestation: Digest

  func all(in repository: borrowing Repository) async -> [AuditPoint] {
    // The ledger has a point of its own, which says when it cannot be read.
    let held = (try? Ledger.attestations(ofModel: provenance.model.file, in: repository)) ?? []
    var points: [AuditPoint] = []
    for line in held {
      if let (result, signer) = await rebuild(line) { points.append(Self.point(result, signer)) }
    }
    return points
  }

  private func rebuild(_ line: [UInt8]) async -> (RebuildResult, Signer)? {
    guard let envelope = try? Envelope.parse(line.last == 0x0a ? line.dropLast() : line),
      let payload = try? await trust.verify(envelope),
      let result = try? RebuildResult(payload), result.attestation == attestation
    else { return nil }
    return (result, payload.signer)
  }

  private static func point(_ result: RebuildResult, _ signer: Signer) -> AuditPoint {
    let by = "on \(result.finishedOn), signed by \(signer.description)"
    return switch result.outcome {
    case .identical:
      AuditPoint("rebuild", .note, "built again, the same byte for byte, \(by)")
    case .close: AuditPoint("rebuild", .note, "built again, close but not the same, \(by)")
    case .different: AuditPoint("rebuild", .note, "built again and came out different, \(by)")
    }
  }
}
