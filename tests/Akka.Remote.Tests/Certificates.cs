using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Akka.Remote.Tests;

/// <summary>A certificate authority of the test's own, with its certificates as files.</summary>
public sealed class Certificates : IDisposable
{
    public const string Password = "test";

    private readonly string _folder = Directory.CreateTempSubdirectory("akka-remote-tls-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public Certificates()
    {
        var request = new CertificateRequest("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-100), DateTimeOffset.Now.AddDays(100));
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    public X509Certificate2 Authority => _authority;

    public string AuthorityFile => Path.Combine(_folder, "authority.pem");

    /// <summary>A certificate for a node, signed by this authority.</summary>
    public string Issue(string host = "127.0.0.1", bool isExpired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (System.Net.IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.Now;
        using var signed = request.Create(_authority, now.AddDays(-50), isExpired ? now.AddDays(-1) : now.AddDays(50), RandomNumberGenerator.GetBytes(8));
        using var certificate = signed.CopyWithPrivateKey(key);
        var file = Path.Combine(_folder, Path.GetRandomFileName() + ".pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, Password));
        return file;
    }

    /// <summary>The settings of a node with this certificate that trusts this authority.</summary>
    public string Config(string certificate) => $$"""
        akka.remote.dot-netty.tcp {
          enable-ssl = true
          ssl.certificate { path = "{{certificate.Replace('\\', '/')}}", password = "{{Password}}" }
        }
        actors.engine.remote.tls.certificate-authority = "{{AuthorityFile.Replace('\\', '/')}}"

        """;

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
