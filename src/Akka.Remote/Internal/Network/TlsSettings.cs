using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Akka.Remote.Internal.Network;

/// <summary>This node's certificate and how strictly the other's is looked at.</summary>
/// <param name="Certificate">Used as a server and, with mutual authentication, as a client; has its private key.</param>
/// <param name="SuppressValidation">Take any certificate. For tests: it leaves encryption without authentication.</param>
/// <param name="RequireMutualAuthentication">Ask callers for a certificate too.</param>
/// <param name="ValidateHostname">A server's certificate must name the host that was dialed; clusters with a CA of their own mostly share one certificate.</param>
internal sealed record TlsSettings(X509Certificate2 Certificate, bool SuppressValidation, bool RequireMutualAuthentication, bool ValidateHostname)
{
    public SslServerAuthenticationOptions ForServer() => new()
    {
        ServerCertificate = Certificate,
        ClientCertificateRequired = RequireMutualAuthentication,
        RemoteCertificateValidationCallback = IsAcceptableClient,
    };

    public SslClientAuthenticationOptions ForClient(string host) => new()
    {
        TargetHost = host,
        ClientCertificates = RequireMutualAuthentication ? [Certificate] : [],
        // Without it some platforms pick a certificate by the server's issuer list and may send none.
        LocalCertificateSelectionCallback = RequireMutualAuthentication ? (_, _, _, _, _) => Certificate : null,
        RemoteCertificateValidationCallback = (_, _, _, errors) => IsAcceptable(errors),
    };

    // A missing certificate is never excused by suppressed validation: the setting is about what a certificate says.
    private bool IsAcceptableClient(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate is null ? !RequireMutualAuthentication : IsAcceptable(errors);

    private bool IsAcceptable(SslPolicyErrors errors)
    {
        if (!ValidateHostname) errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
        return SuppressValidation || errors == SslPolicyErrors.None;
    }
}
