// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import GitAccess
import Ledger
import SystemPackage

/// Finds the attestation that speaks of a model, beside it or in the ledger.
struct AttestationSearch {
  /// What was found.
  enum Outcome {
    /// An envelope that a trusted key signed and that names this very file.
    case found(VerifiedPayload, BuildProvenance, line: [UInt8], place: String)
    /// An envelope that a trusted key signed, which names this very file and speaks of no build.
    case signedElsewhere(VerifiedPayload, SignedModel, place: String)
    /// A trusted key signed an envelope beside the model, and it names another file.
    case otherFile(VerifiedPayload, BuildProvenance, place: String)
    /// There are envelopes, and none of them can be believed.
    case refused(String)
    /// There is nothing to look at.
    case none
  }

  let model: FilePath
  let file: Digest
  let trust: Trust
  let explicit: FilePath?

  /// Looks beside the model first, then in the ledger.
  func run(in repository: borrowing Repository?) async throws -> Outcome {
    let path = explicit ?? FilePath(rawBytes: model.byteArray + Array(".intoto.jsonl".utf8))
    if explicit != nil || (try? FileStatus(following: path)) != nil {
      let lines = try EnvelopeLines(file: path)
      return await choose(
        among: lines.envelopes.map(\.envelope), foreign: lines, place: path.printable)
    }
    switch repository {
    case .some(let repository): return try await searchLedger(of: repository)
    case .none: return .none
    }
  }

  private func searchLedger(of repository: borrowing Repository) async throws -> Outcome {
    let texts = try Ledger.attestations(ofModel: file, in: repository)
    var envelopes: [Envelope] = []
    for text in texts { envelopes.append(try Envelope.parse(Self.trimmed(text))) }
    return await choose(among: envelopes, foreign: nil, place: Ledger.reference)
  }

  private func choose(among envelopes: [Envelope], foreign: EnvelopeLines?, place: String)
    async -> Outcome
  {
    var reason: String?
    var other: Outcome?
    for envelope in envelopes {
      do throws(AttestationError) {
        let payload = try await trust.verify(envelope)
        if let signed = try SignedModel(payload) {
          if signed.file == file { other = .signedElsewhere(payload, signed, place: place) }
          continue
        }
        let provenance = try BuildProvenance(payload)
        guard provenance.model.file == file else {
          other = other ?? .otherFile(payload, provenance, place: place)
          continue
        }
        return .found(payload, provenance, line: envelope.encoded() + [0x0a], place: place)
      } catch {
        reason = error.message
      }
    }
    if let bad = foreign?.foreignLines.first, reason == nil {
      reason = "line \(bad.line): \(bad.error.message)"
    }
    return other ?? reason.map { .refused("'\(place)': \($0)") } ?? .none
  }

  private static func trimmed(_ text: [UInt8]) -> [UInt8] {
    text.last == 0x0a ? text.dropLast() : text
  }
}
