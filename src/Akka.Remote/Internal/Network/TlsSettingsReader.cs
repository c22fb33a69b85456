using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;
using Akka.Remote.Transport.DotNetty;

namespace Akka.Remote.Internal.Network;

/// <summary>Reads <see cref="TlsSettings"/>. The certificate comes from code, from a file or, by its thumbprint, from one of the machine's stores.</summary>
internal static class TlsSettingsReader
{
    /// <param name="ssl">The transport's section.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="own">The engine's own settings.</param>
    /// <param name="setup">Takes the place of the section; null if there is none.</param>
    /// <exception cref="ConfigurationException">There is no such certificate, or it has no private key.</exception>
    public static TlsSettings Read(Config ssl, string path, Config own, DotNettySslSetup? setup)
    {
        var certificate = setup?.Certificate ?? (ssl.GetBoolean("certificate.use-thumbprint-over-file") ? FromStore(ssl, path) : FromFile(ssl, path));
        if (!certificate.HasPrivateKey) throw new ConfigurationException($"{path}.certificate: the certificate has no private key");
        return new TlsSettings(certificate)
        {
            Authority = Authority(own.GetString("certificate-authority", "")),
            SuppressValidation = setup?.SuppressValidation ?? ssl.GetBoolean("suppress-validation"),
            RequireMutualAuthentication = own.GetBoolean("require-mutual-authentication"),
            ValidateHostname = own.GetBoolean("validate-hostname"),
        };
    }

    private static X509Certificate2 FromFile(Config ssl, string path)
    {
        var file = ssl.GetString("certificate.path", "");
        if (file.Length == 0) throw new ConfigurationException($"{path}.certificate.path is not set, but enable-ssl is on");
        if (!File.Exists(file)) throw new ConfigurationException($"{path}.certificate.path: there is no file [{file}]");
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, ssl.GetString("certificate.password", ""));
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            throw new ConfigurationException($"{path}.certificate.path: [{file}] cannot be read as a PKCS#12 file with the configured password: {failure.Message}", failure);
        }
    }

    private static X509Certificate2 FromStore(Config ssl, string path)
    {
        var thumbprint = ssl.GetString("certificate.thumbprint", "").Replace(" ", "").ToUpperInvariant();
        var location = ssl.GetString("certificate.store-location", "") == "local-machine" ? StoreLocation.LocalMachine : StoreLocation.CurrentUser;
        var name = ssl.GetString("certificate.store-name", "");
        using var store = new X509Store(name.Length > 0 ? name : "My", location);
        store.Open(OpenFlags.ReadOnly);
        var found = store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false);
        return found.Count > 0
            ? found[0]
            : throw new ConfigurationException($"{path}.certificate.thumbprint: no certificate [{thumbprint}] in store {store.Name} of {location}");
    }

    private static X509Certificate2? Authority(string file)
    {
        if (file.Length == 0) return null;
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            throw new ConfigurationException($"actors.engine.remote.tls.certificate-authority: [{file}] cannot be read as a certificate: {failure.Message}", failure);
        }
    }

    private static bool IsUnreadable(Exception failure) => failure is IOException or UnauthorizedAccessException or CryptographicException;
}
