package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class DevicesTest {
    @Test
    void a_device_is_called_as_people_ask_for_it() {
        assertThat(Devices.name(Devices.of("cpu", 0))).isEqualTo("cpu");
        assertThat(Devices.name(Device.gpu(1))).isEqualTo("cuda:1");
        assertThat(Devices.checked(Devices.name(Device.gpu(1)))).isEqualTo("cuda:1");
        assertThatThrownBy(() -> Devices.checked(Device.gpu(1).toString())).hasMessageContaining("cuda:N");
    }
}
