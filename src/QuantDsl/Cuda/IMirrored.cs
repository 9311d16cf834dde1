namespace QuantDsl.Cuda;

/// <summary>Values that are both on a device and on the host.</summary>
internal interface IMirrored
{
    /// <summary>Carries them to the device.</summary>
    void Send();

    /// <summary>Waits for the device, and carries them to the host.</summary>
    void Fetch();
}
