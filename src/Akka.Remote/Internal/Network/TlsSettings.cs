using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Akka.Remote.Internal.Network;

/// <summary>This node's certificate and how strictly the other's is looked at.</summary>
/// <param name="Certificate">Used as a server and, with mutual authentication, as a client; has its private key.</param>
internal sealed record TlsSettings(X509Certificate2 Certificate)
{
    /// <summary>Whose signature counts; null for the authorities that the machine trusts.</summary>
    public X509Certificate2? Authority { get; init; }

    /// <summary>Take any certificate. For tests: it leaves encryption without authentication.</summary>
    public bool SuppressValidation { get; init; }

    /// <summary>Ask callers for a certificate too.</summary>
    public bool RequireMutualAuthentication { get; init; } = true;

    /// <summary>A server's certificate must name the host that was dialed.</summary>
    public bool ValidateHostname { get; init; }

    public SslServerAuthenticationOptions ForServer() => new()
    {
        ServerCertificate = Certificate,
        ClientCertificateRequired = RequireMutualAuthentication,
        CertificateChainPolicy = ChainPolicy(),
        // A missing certificate is never excused by suppressed validation: that is about what a certificate says.
        RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            certificate is null ? !RequireMutualAuthentication : IsAcceptable(errors),
    };

    public SslClientAuthenticationOptions ForClient(string host) => new()
    {
        TargetHost = host.Trim('[', ']'), // of an IPv6 address
        ClientCertificates = RequireMutualAuthentication ? [Certificate] : [],
        // Without it some platforms pick a certificate by the server's list of issuers and may send none.
        LocalCertificateSelectionCallback = RequireMutualAuthentication ? (_, _, _, _, _) => Certificate : null,
        CertificateChainPolicy = ChainPolicy(),
        RemoteCertificateValidationCallback = (_, _, _, errors) => IsAcceptable(errors),
    };

    private X509ChainPolicy? ChainPolicy()
    {
        if (Authority is null) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(Authority);
        return policy;
    }

    private bool IsAcceptable(SslPolicyErrors errors)
    {
        if (!ValidateHostname) errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
        return SuppressValidation || errors == SslPolicyErrors.None;
    }
}
